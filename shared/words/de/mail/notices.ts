import type { englishNotices } from "../../en/mail/notices.ts";
import type { Translation } from "../../text.ts";

export const germanNotices = {
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
} as const satisfies Translation<typeof englishNotices>;
