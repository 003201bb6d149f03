import type { ColumnType, Generated, GeneratedAlways } from "kysely";
import type { JWK } from "jose";

import type { CollectionName } from "#shared/contract/protocol.ts";
import type { Command } from "#shared/domain/command.ts";
import type { Instant } from "#shared/domain/instant.ts";
import type {
  CommandId,
  DeviceId,
  OrderId,
  OrganisationId,
  PersonId,
  PolicyId,
  QuoteId,
  SubscriptionId,
} from "#shared/domain/ids.ts";
import type { Delegation } from "#shared/domain/delegation.ts";
import type { Order } from "#shared/domain/order.ts";
import type { Organisation } from "#shared/domain/organisation.ts";
import type { Person } from "#shared/domain/people.ts";
import type { ApprovalPolicy } from "#shared/domain/policy.ts";
import type { FulfillmentRequestId, TierConfigurationId, TierRequestId } from "#shared/domain/tier.ts";

import type { SubOrder } from "#shared/engine/acceptance/sub-orders.ts";
import type { SubscriptionStatus } from "#shared/engine/approval-again/subscription-life-cycle.ts";
import type { QuoteStatus } from "#shared/engine/quotes/quote-life-cycle.ts";

import type { OrderEvent } from "#server/events/order-event.ts";
import type { RecordedEntry } from "#server/scope/recorded-entry.ts";
import type { SettingKind } from "#server/settings/setting-kinds.ts";

/** A jsonb column: read as the document that was checked when it was written, written as JSON text. */
type Document<Type> = ColumnType<Type, string, string>;

/** One distributor's network. `counter` counts its commits; `epoch` names one life of its data. */
interface TenantTable {
  id: string;
  name: string;
  epoch: string;
  counter: Generated<number>;
  default_policy_id: PolicyId | null;
}

interface OrganisationTable {
  id: OrganisationId;
  tenant_id: string;
  kind: Organisation["kind"];
  parent_id: OrganisationId | null;
  external_id: string | null;
  document: Document<Organisation>;
}

interface PersonTable {
  id: PersonId;
  tenant_id: string;
  organisation_id: OrganisationId;
  /** In lower case. */
  email: string;
  is_active: boolean;
  /** The place among the people whom a demo offers on its start page. */
  demo_position: number | null;
  document: Document<Person>;
}

interface PolicyTable {
  id: PolicyId;
  tenant_id: string;
  organisation_id: OrganisationId;
  document: Document<ApprovalPolicy>;
}

interface OrderTable {
  id: OrderId;
  tenant_id: string;
  number: string;
  revision: number;
  /** Who sent it: two senders may use the same numbers. */
  sender_id: OrganisationId;
  source_system: Order["source"]["system"];
  source_external_id: string | null;
  received_at: Instant;
  document: Document<Order>;
  /** What everybody of one organisation reads of it, but those whom it names; of another revision it counts for nothing. */
  redacted: string | null;
  redacted_for: OrganisationId | null;
  redacted_not_for: Document<readonly PersonId[]> | null;
  redacted_revision: number | null;
}

interface HistoryTable {
  id: CommandId;
  tenant_id: string;
  order_id: OrderId;
  document: Document<RecordedEntry>;
}

interface CommandTable {
  id: CommandId;
  /** Who pushed it. The same id from another person is another command, so that nobody can spoil somebody's id. */
  person_id: PersonId;
  tenant_id: string;
  device_id: DeviceId;
  device_seq: number;
  is_waiting: boolean;
  received_at: Instant;
  document: Document<Command>;
}

interface DeviceTable {
  id: DeviceId;
  tenant_id: string;
  person_id: PersonId;
  /** The highest number up to which this device's commands are judged without a hole. */
  last_seq: number;
}

/** The change log: one row for each person and document that ever was in the person's scope. */
interface ChangeLogTable {
  tenant_id: string;
  person_id: PersonId;
  collection: CollectionName;
  document_id: string;
  sequence: number;
  is_deleted: boolean;
}

interface SettingTable {
  tenant_id: string;
  kind: SettingKind;
  owner_id: string;
  /** Not trusted before it was checked by the schema of its kind. */
  document: Document<unknown>;
}

/** What happened to orders, in the order in which it was written. */
interface OrderEventTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  order_id: OrderId;
  at: Instant;
  event: Document<OrderEvent>;
  /** Whether its subscribers have their jobs. */
  is_relayed: Generated<boolean>;
}

interface WebhookEndpointTable {
  id: string;
  tenant_id: string;
  organisation_id: OrganisationId;
  /** Not trusted before it was checked by its schema, like the secrets. */
  document: Document<unknown>;
  secrets: Document<unknown>;
}

interface WebhookDeliveryTable {
  /** The `webhook-id`. */
  id: string;
  endpoint_id: string;
  /** The event and the type of the message: each is told once. */
  cause: string;
  state: string;
  created_at: Instant;
  document: Document<unknown>;
}

interface ChargeTable {
  order_id: OrderId;
  attempt: number;
  asked_at: Instant;
  document: Document<unknown>;
}

interface ProvisionedItemTable {
  order_id: OrderId;
  line_id: string;
  status: SubOrder["status"];
  error: string | null;
}

interface DelegationTable {
  id: string;
  tenant_id: string;
  state: "planned" | "running" | "ended";
  valid_from: Instant;
  valid_until: Instant;
  delegator_id: PersonId;
  document: Document<Delegation>;
}

interface ApiKeyTable {
  id: string;
  tenant_id: string;
  organisation_id: OrganisationId;
  /** In whose name it acts. */
  person_id: PersonId;
  /** SHA-256 of the secret, which nobody has but the caller. */
  hash: string;
  last_used_at: Instant | null;
  revoked_at: Instant | null;
  document: Document<unknown>;
}

/** One request that may be repeated, and its answer once there is one. */
interface IdempotencyKeyTable {
  /** The person, or the API key. */
  caller: string;
  key: string;
  fingerprint: string;
  /** The id of the command that the request becomes, the same at each try. */
  command_id: CommandId;
  created_at: Instant;
  answer: ColumnType<unknown, string | null, string | null>;
}

interface MailTable {
  id: string;
  tenant_id: string;
  /** The person, or the address of a contact who is none of the network. */
  person_id: string;
  /** The event and the kind of mail, or the day of a reminder: each is written once. */
  cause: string;
  state: "queued" | "sent" | "refused";
  created_at: Instant;
  document: Document<unknown>;
}

interface TierProductTable {
  tenant_id: string;
  vendor_id: string;
  id: string;
  /** Not trusted before it was checked by its schema, like all documents about tiers. */
  document: Document<unknown>;
}

interface TierConfigurationTable {
  id: TierConfigurationId;
  tenant_id: string;
  /** The numbers of the companies, as the document names them. */
  vendor_id: string;
  distributor_id: string;
  account_id: string;
  product_id: string;
  revision: number;
  document: Document<unknown>;
}

interface TierRequestTable {
  id: TierRequestId;
  tenant_id: string;
  configuration_id: TierConfigurationId;
  tier2_request_id: TierRequestId | null;
  revision: number;
  document: Document<unknown>;
}

interface FulfillmentRequestTable {
  tenant_id: string;
  id: FulfillmentRequestId;
  revision: number;
  document: Document<unknown>;
}

interface FulfillmentTierTable {
  tenant_id: string;
  fulfillment_id: FulfillmentRequestId;
  tier_request_id: TierRequestId;
}

/** What happened to a configuration, a request or a fulfillment request, in the order in which it was written. */
interface TierEventTable {
  id: GeneratedAlways<number>;
  tenant_id: string;
  subject_id: string;
  at: Instant;
  actor: Document<unknown>;
  event: Document<unknown>;
}

/** A link that was mailed: whoever has its secret may do one thing. */
interface OneTimeLinkTable {
  /** SHA-256 of the secret. */
  hash: string;
  tenant_id: string;
  purpose: string;
  subject_id: string;
  expires_at: Instant;
  used_at: Instant | null;
  document: Document<unknown>;
}

interface PasswordTable {
  person_id: PersonId;
  set_at: Instant;
  hash: string;
}

/** One row for each wrong password. The address is hashed: it may be nobody's, or a password typed into the wrong field. */
interface FailedSignInTable {
  address_hash: string;
  at: Instant;
}

interface SubscriptionTable {
  id: SubscriptionId;
  tenant_id: string;
  status: SubscriptionStatus;
  /** When something is to be done: the next execution, or the end. */
  due_at: Instant | null;
  /** Not trusted before it was checked by its schema. */
  document: Document<unknown>;
}

/** The orders of a subscription: the one that began it, those that change it, those that it makes. */
interface SubscriptionOrderTable {
  order_id: OrderId;
  subscription_id: SubscriptionId;
  kind: string;
  /** Of an order that the subscription made. */
  execution_at: Instant | null;
  document: Document<unknown>;
}

interface SubscriptionHistoryTable {
  id: GeneratedAlways<number>;
  subscription_id: SubscriptionId;
  at: Instant;
  entry: Document<unknown>;
}

interface QuoteTable {
  id: QuoteId;
  tenant_id: string;
  number: string;
  buyer_id: PersonId;
  status: QuoteStatus;
  valid_until: Instant | null;
  document: Document<unknown>;
}

interface SigningKeyTable {
  id: string;
  created_at: Instant;
  private_key: Document<JWK>;
}

export interface Schema {
  tenants: TenantTable;
  organisations: OrganisationTable;
  people: PersonTable;
  policies: PolicyTable;
  orders: OrderTable;
  history: HistoryTable;
  commands: CommandTable;
  devices: DeviceTable;
  change_log: ChangeLogTable;
  settings: SettingTable;
  order_events: OrderEventTable;
  webhook_endpoints: WebhookEndpointTable;
  mails: MailTable;
  charges: ChargeTable;
  provisioned_items: ProvisionedItemTable;
  delegations: DelegationTable;
  webhook_deliveries: WebhookDeliveryTable;
  api_keys: ApiKeyTable;
  idempotency_keys: IdempotencyKeyTable;
  tier_products: TierProductTable;
  tier_configurations: TierConfigurationTable;
  tier_requests: TierRequestTable;
  fulfillment_requests: FulfillmentRequestTable;
  fulfillment_tiers: FulfillmentTierTable;
  tier_events: TierEventTable;
  one_time_links: OneTimeLinkTable;
  passwords: PasswordTable;
  failed_sign_ins: FailedSignInTable;
  subscriptions: SubscriptionTable;
  subscription_orders: SubscriptionOrderTable;
  subscription_history: SubscriptionHistoryTable;
  quotes: QuoteTable;
  signing_keys: SigningKeyTable;
}
