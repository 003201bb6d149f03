import { englishInquiryPage } from "./pages/inquiry.ts";
import { englishInvalidLink } from "./pages/invalid-link.ts";
import { englishPasswordPage } from "./pages/password.ts";

export const englishPages = {
  inquiry: englishInquiryPage,
  password: englishPasswordPage,
  invalidLink: englishInvalidLink,
} as const;
