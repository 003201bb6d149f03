/** The form in which a tier enters its data. */
export const englishInquiryPage = {
  title: "Data from {{account}} for {{product}}",
  lead: "{{vendor}} needs these values. Please fill in all of them.",
  submit: "Send",
  objection: "Not sent yet. Please correct what is marked below.",
  isMissing: "Please fill this in.",
  isUnchanged: "This is the value that was not accepted: {{problem}}",
  isTooLong: "At most {{max}} characters are allowed.",
  isUnreadable: "This contains a character that cannot be stored.",
  thanks: "Thank you",
  thanksLead: "{{vendor}} has your answer. You can close this page.",
  answered: "Already answered",
  answeredLead:
    "These values are no longer needed: somebody has already entered them, or a newer mail asks for others.",
} as const;
