/** The form for setting a password. */
export const englishPasswordPage = {
  title: "Set your password",
  lead: "For the account of {{email}}.",
  password: "New password",
  again: "Repeat the password",
  hint: "At least {{min}} characters. A few words that you can remember are best.",
  submit: "Set the password",
  objection: "The password is not set yet. Please correct what is marked below.",
  isTooShort: "It needs at least {{min}} characters.",
  isTooLong: "At most {{max}} characters are allowed.",
  isAddress: "It must not be your e-mail address.",
  isDifferent: "The two passwords do not match.",
  done: "The password is set",
  doneLead: "From now on you can sign in with {{email}} and this password.",
  open: "Open Countersign",
} as const;
