import type { englishNotices } from "../../en/mail/notices.ts";
import type { Translation } from "../../text.ts";

export const germanNotices = {
  "approval-needed": {
    subject: "Bestellung {{number}} braucht Ihre Freigabe",
    lead: "{{requester}} hat eine Bestellung aufgegeben, über die Sie entscheiden müssen.",
  },
  "substitute-asked": {
    subject: "Bestellung {{number}}: Ihre Vertretung wird gefragt",
    lead: "Während Ihrer Abwesenheit kann jemand anderes an Ihrer Stelle entscheiden. Sie können weiterhin selbst entscheiden.",
  },
  "order-received": {
    subject: "Wir haben Ihre Bestellung {{number}} erhalten",
    lead: "Ihre Bestellung ist eingegangen. Sie können ihren Status jederzeit verfolgen.",
  },
  "order-confirmation": {
    subject: "Bestellung {{number}} von {{customer}}",
    lead: "{{customer}} hat eine Bestellung aufgegeben.",
  },
  "order-approved": {
    subject: "Bestellung {{number}} ist freigegeben",
    lead: "Ihre Bestellung hat alle nötigen Freigaben.",
  },
  "order-rejected": {
    subject: "Bestellung {{number}} wurde abgelehnt",
    lead: "Ihre Bestellung wurde abgelehnt und ist damit beendet.",
  },
  "no-longer-needed": {
    subject: "Bestellung {{number}} braucht Ihre Entscheidung nicht mehr",
    lead: "Jemand anderes hat diese Bestellung abgelehnt; Ihre Entscheidung ist nicht mehr nötig.",
  },
  "decision-reversed": {
    subject: "Über Bestellung {{number}} wird neu entschieden",
    lead: "Eine Entscheidung über Ihre Bestellung wurde zurückgenommen; über diese Stufe wird neu entschieden.",
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
    lead: "Der Kreditrahmen von {{reseller}} reicht für diese Bestellung nicht aus; deshalb liegt sie bei Ihnen. Sobald er ausreicht, kann {{reseller}} sie erneut annehmen oder stornieren.",
  },
} as const satisfies Translation<typeof englishNotices>;
