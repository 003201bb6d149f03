import type { Person, Role } from "@countersign/shared/domain/people.ts";
import { personSchema } from "@countersign/shared/domain/people.ts";
import type { DemoPerson } from "@countersign/shared/contract/protocol.ts";

const person = (id: string, name: string, role: Role): Person =>
  personSchema.parse({
    id,
    name,
    email: `${id}@northwind.example`,
    organisationId: "northwind",
    roles: [role],
    isActive: true,
  });

export const ada = person("ada.berg", "Ada Berg", "approver");
export const ben = person("ben.okafor", "Ben Okafor", "approver");
export const clara = person("clara.diaz", "Clara Díaz", "cost-centre-manager");
export const rosa = person("rosa.lind", "Rosa Lind", "requester");
export const gus = person("gus.meyer", "Gus Meyer", "authorizer");

const demo = (name: string, role: Role, organisation: string): DemoPerson => ({
  name,
  role,
  organisation,
  email: `${name
    .toLowerCase()
    .normalize("NFD")
    .replaceAll(/[^a-z ]/g, "")
    .replaceAll(" ", ".")}@${organisation.split(" ")[0]?.toLowerCase() ?? "demo"}.example`,
});

export const demoPeople: readonly DemoPerson[] = [
  demo("Ada Berg", "approver", "Northwind Traders"),
  demo("Ben Okafor", "approver", "Northwind Traders"),
  demo("Clara Díaz", "cost-centre-manager", "Northwind Traders"),
  demo("Rosa Lind", "requester", "Northwind Traders"),
  demo("Gus Meyer", "authorizer", "Fabrikam Works"),
  demo("Ines Moreau", "account-manager", "Fabrikam Works"),
  demo("Tomasz Zielinski", "requester", "Fabrikam Works"),
  demo("Priya Raman", "reseller", "Cloud Harbour Resellers"),
  demo("Olu Adeyemi", "distributor", "Meridian Distribution"),
  demo("Wen Li", "admin", "Meridian Distribution"),
];
