import type { MailLanguage } from "@countersign/shared/domain/mail-preferences.ts";

import type { NoticeKind } from "./notices.ts";

/** The words of one kind of mail: what it says first, and why it came. `{{name}}` stands for a figure. */
export interface NoticeWords {
  readonly subject: string;
  readonly lead: string;
}

/** Mails whose link lets their reader do something without signing in. */
export type LinkMailKind = "inquiry" | "invitation" | "reset";

export interface Words {
  readonly linkMails: Readonly<Record<LinkMailKind, NoticeWords & { readonly link: string; readonly footer: string }>>;
  /** Of a value that an inquiry asks for. */
  readonly isMissing: string;
  readonly notices: Readonly<Record<NoticeKind, NoticeWords>>;
  readonly reminder: NoticeWords;
  readonly facts: Readonly<Record<"order" | "customer" | "amount" | "placed" | "reason" | "why", string>>;
  readonly open: string;
  readonly openInbox: string;
  readonly unknownAmount: string;
  readonly footer: string;
}

/** Every text in every language; a test holds them to the same placeholders. */
export const words: Readonly<Record<MailLanguage, Words>> = {
  en: {
    linkMails: {
      inquiry: {
        subject: "{{vendor}} needs data of {{account}}",
        lead: "To set {{account}} up for {{product}}, {{vendor}} needs what is listed here. Please fill in the form by {{until}}; you need not sign in.",
        link: "Fill in the form",
        footer:
          "Countersign wrote this because you are named as a contact of {{account}}. Whoever has the link can fill in the form.",
      },
      invitation: {
        subject: "Your account of {{organisation}}",
        lead: "{{inviter}} made an account for you. Set its password by {{until}}; then sign in with this address.",
        link: "Set the password",
        footer:
          "Countersign wrote this because somebody of {{organisation}} gave this address. Do not pass the link on. If you expect no account, do nothing.",
      },
      reset: {
        subject: "A new password for your account of {{organisation}}",
        lead: "Somebody asked for a new password for this address. Set it by {{until}}. Until you do, the old one stays valid.",
        link: "Set a new password",
        footer:
          "Countersign wrote this because this address signs in at {{organisation}}. Do not pass the link on. If you did not ask for it, do nothing.",
      },
    },
    isMissing: "is missing",
    notices: {
      "approval-needed": {
        subject: "Order {{number}} needs your approval",
        lead: "{{requester}} placed an order that asks you to decide.",
      },
      "substitute-asked": {
        subject: "Order {{number}}: your substitute is asked",
        lead: "While you are away, somebody decides in your place. You may decide as well.",
      },
      "order-received": {
        subject: "We have your order {{number}}",
        lead: "Your order arrived. You can follow its status at any time.",
      },
      "order-confirmation": { subject: "Order {{number}} of {{customer}}", lead: "{{customer}} placed an order." },
      "order-approved": {
        subject: "Order {{number}} was approved",
        lead: "Everybody who was asked has approved your order.",
      },
      "order-rejected": { subject: "Order {{number}} was rejected", lead: "Your order was rejected and ends here." },
      "no-longer-needed": {
        subject: "Order {{number}} no longer needs you",
        lead: "Somebody else rejected this order, so your decision is no longer needed.",
      },
      "decision-reversed": {
        subject: "Order {{number}} is decided anew",
        lead: "A decision on your order was taken back; its stage is asked again.",
      },
      "order-executed": { subject: "Order {{number}} is complete", lead: "Everything in this order was provisioned." },
      "provisioning-failed": {
        subject: "Order {{number}} could not be provisioned",
        lead: "The approvals stay on record. Provisioning can be tried again without a new approval.",
      },
      "acceptance-stopped": { subject: "Order {{number}} could not be executed", lead: "{{reason}}" },
      "order-without-credit": {
        subject: "Order {{number}} could not be executed",
        lead: "The credit of {{reseller}} was not enough for this order, so it was submitted to you. Once there is credit for it, {{reseller}} can accept it again, or cancel it.",
      },
    },
    reminder: { subject: "Orders that wait for you: {{count}}", lead: "The oldest has waited since {{since}}." },
    facts: {
      order: "Order",
      customer: "Customer",
      amount: "Amount",
      placed: "Placed",
      reason: "Reason",
      why: "Why you",
    },
    open: "Open the order",
    openInbox: "Open the inbox",
    unknownAmount: "No price",
    footer: "Countersign wrote this because of your part in these orders.",
  },
  de: {
    linkMails: {
      inquiry: {
        subject: "{{vendor}} braucht Angaben von {{account}}",
        lead: "Um {{account}} für {{product}} einzurichten, braucht {{vendor}} die folgenden Angaben. Bitte füllen Sie das Formular bis {{until}} aus; eine Anmeldung ist nicht nötig.",
        link: "Formular ausfüllen",
        footer:
          "Countersign schreibt Ihnen, weil Sie als Kontakt von {{account}} genannt sind. Wer den Link hat, kann das Formular ausfüllen.",
      },
      invitation: {
        subject: "Ihr Konto bei {{organisation}}",
        lead: "{{inviter}} hat ein Konto für Sie angelegt. Setzen Sie bis {{until}} das Passwort; danach melden Sie sich mit dieser Adresse an.",
        link: "Passwort setzen",
        footer:
          "Countersign schreibt Ihnen, weil jemand von {{organisation}} diese Adresse angegeben hat. Geben Sie den Link nicht weiter. Wenn Sie kein Konto erwarten, tun Sie nichts.",
      },
      reset: {
        subject: "Ein neues Passwort für Ihr Konto bei {{organisation}}",
        lead: "Für diese Adresse wurde ein neues Passwort angefordert. Setzen Sie es bis {{until}}. Solange Sie das nicht tun, gilt das alte weiter.",
        link: "Neues Passwort setzen",
        footer:
          "Countersign schreibt Ihnen, weil Sie sich mit dieser Adresse bei {{organisation}} anmelden. Geben Sie den Link nicht weiter. Wenn Sie nichts angefordert haben, tun Sie nichts.",
      },
    },
    isMissing: "fehlt",
    notices: {
      "approval-needed": {
        subject: "Bestellung {{number}} braucht Ihre Freigabe",
        lead: "{{requester}} hat bestellt; Sie werden um eine Entscheidung gebeten.",
      },
      "substitute-asked": {
        subject: "Bestellung {{number}}: Ihre Vertretung wird gefragt",
        lead: "Während Ihrer Abwesenheit entscheidet jemand an Ihrer Stelle. Sie dürfen weiterhin selbst entscheiden.",
      },
      "order-received": {
        subject: "Wir haben Ihre Bestellung {{number}}",
        lead: "Ihre Bestellung ist angekommen. Ihren Stand können Sie jederzeit ansehen.",
      },
      "order-confirmation": { subject: "Bestellung {{number}} von {{customer}}", lead: "{{customer}} hat bestellt." },
      "order-approved": {
        subject: "Bestellung {{number}} ist freigegeben",
        lead: "Alle Gefragten haben Ihre Bestellung freigegeben.",
      },
      "order-rejected": {
        subject: "Bestellung {{number}} wurde abgelehnt",
        lead: "Ihre Bestellung wurde abgelehnt und endet hier.",
      },
      "no-longer-needed": {
        subject: "Bestellung {{number}} braucht Sie nicht mehr",
        lead: "Jemand anderes hat diese Bestellung abgelehnt; Ihre Entscheidung wird nicht mehr gebraucht.",
      },
      "decision-reversed": {
        subject: "Bestellung {{number}} wird neu entschieden",
        lead: "Eine Entscheidung über Ihre Bestellung wurde zurückgenommen; es wird noch einmal gefragt.",
      },
      "order-executed": {
        subject: "Bestellung {{number}} ist ausgeführt",
        lead: "Alles in dieser Bestellung wurde bereitgestellt.",
      },
      "provisioning-failed": {
        subject: "Bestellung {{number}} konnte nicht bereitgestellt werden",
        lead: "Die Freigaben bleiben bestehen. Die Bereitstellung kann ohne neue Freigabe wiederholt werden.",
      },
      "acceptance-stopped": { subject: "Bestellung {{number}} konnte nicht ausgeführt werden", lead: "{{reason}}" },
      "order-without-credit": {
        subject: "Bestellung {{number}} konnte nicht ausgeführt werden",
        lead: "Der Kredit von {{reseller}} reicht für diese Bestellung nicht, deshalb liegt sie bei Ihnen. Sobald Kredit dafür frei ist, kann {{reseller}} sie noch einmal annehmen oder stornieren.",
      },
    },
    reminder: { subject: "Bestellungen, die auf Sie warten: {{count}}", lead: "Die älteste wartet seit {{since}}." },
    facts: {
      order: "Bestellung",
      customer: "Kunde",
      amount: "Betrag",
      placed: "Bestellt",
      reason: "Grund",
      why: "Warum Sie",
    },
    open: "Bestellung öffnen",
    openInbox: "Posteingang öffnen",
    unknownAmount: "Ohne Preis",
    footer: "Countersign schreibt Ihnen wegen Ihrer Rolle bei diesen Bestellungen.",
  },
};
