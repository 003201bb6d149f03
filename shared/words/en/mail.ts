import { englishMailFrame } from "./mail/frame.ts";
import { englishLinkMails } from "./mail/link-mails.ts";
import { englishNotices } from "./mail/notices.ts";

export const englishMail = { ...englishMailFrame, linkMails: englishLinkMails, notices: englishNotices } as const;
