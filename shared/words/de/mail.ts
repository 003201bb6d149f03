import { germanMailFrame } from "./mail/frame.ts";
import { germanLinkMails } from "./mail/link-mails.ts";
import { germanNotices } from "./mail/notices.ts";

export const germanMail = { ...germanMailFrame, linkMails: germanLinkMails, notices: germanNotices } as const;
