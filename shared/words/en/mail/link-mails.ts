/** Mails with a link that lets the reader do something without signing in. */
export const englishLinkMails = {
  inquiry: {
    subject: "{{vendor}} needs data from {{account}}",
    lead: "To set {{account}} up for {{product}}, {{vendor}} needs the values listed below. Please fill in the form by {{until}}; you do not have to sign in.",
    link: "Fill in the form",
    footer:
      "Countersign sent you this because you are named as a contact of {{account}}. Anybody who has the link can fill in the form.",
  },
  invitation: {
    subject: "Your account at {{organisation}}",
    lead: "{{inviter}} created an account for you. Set its password by {{until}}, then sign in with this address.",
    link: "Set the password",
    footer:
      "Countersign sent you this because somebody at {{organisation}} entered this address. Do not pass the link on. If you did not expect an account, ignore this mail.",
  },
  reset: {
    subject: "A new password for your account at {{organisation}}",
    lead: "Somebody asked for a new password for this address. Set it by {{until}}. Until you do, the old one stays valid.",
    link: "Set a new password",
    footer:
      "Countersign sent you this because this address belongs to an account at {{organisation}}. Do not pass the link on. If you did not ask for it, ignore this mail.",
  },
} as const;
