/** Mails whose link lets their reader do something without signing in. */
export const englishLinkMails = {
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
} as const;
