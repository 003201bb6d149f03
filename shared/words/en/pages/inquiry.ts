/** The form on which a tier gives its data. */
export const englishInquiryPage = {
  title: "Data of {{account}} for {{product}}",
  lead: "{{vendor}} needs these values. All of them have to be filled in.",
  submit: "Send",
  objection: "Not sent yet. Please correct what is marked below.",
  isMissing: "Please fill this in.",
  isUnchanged: "This is the value that was not accepted: {{problem}}",
  isTooLong: "At most {{max}} characters are possible.",
  isUnreadable: "This contains a character that cannot be kept.",
  thanks: "Thank you",
  thanksLead: "{{vendor}} has your answer. You can close this page.",
  answered: "Already answered",
  answeredLead: "These values are no longer asked for: somebody has given them, or a newer mail asks for others.",
} as const;
