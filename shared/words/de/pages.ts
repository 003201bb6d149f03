import { germanInquiryPage } from "./pages/inquiry.ts";
import { germanInvalidLink } from "./pages/invalid-link.ts";
import { germanPasswordPage } from "./pages/password.ts";

export const germanPages = {
  inquiry: germanInquiryPage,
  password: germanPasswordPage,
  invalidLink: germanInvalidLink,
} as const;
