/** A product for sale. `euros` is the list price of one unit. */
export interface Product {
  readonly product: string;
  readonly sku: string;
  readonly vendor: string;
  readonly unit: string;
  readonly euros: number;
  /** Half units are possible, as for days of work. */
  readonly isDivisible?: true;
}

type Row = readonly [product: string, sku: string, euros: number];

const sold = (vendor: string, unit: string, ...rows: readonly Row[]): Product[] =>
  rows.map(([product, sku, euros]) => ({ product, sku, vendor, unit, euros }));

export const hardware: readonly Product[] = [
  ...sold(
    "Kestrel Devices",
    "piece",
    ["Kestrel 14 notebook, 16 GB", "KD-NB14-16", 1_189],
    ["Kestrel 16 workstation, 64 GB", "KD-WS16-64", 3_240],
    ["Kestrel 27 display", "KD-DP27", 349],
    ["Kestrel dock, two displays", "KD-DOCK2", 169],
    ["Kestrel keyboard", "KD-KB1", 59.9],
    ["Kestrel tablet with stand", "KD-TB10", 479],
  ),
  ...sold(
    "Brightwater Networks",
    "piece",
    ["Access point, indoor", "BW-AP6", 214],
    ["Access point, weatherproof", "BW-AP6X", 389],
    ["Switch, 24 ports", "BW-SW24", 612],
    ["Router with failover", "BW-RT2", 1_420],
    ["Patch cable, 2 m", "BW-CB2", 4.35],
  ),
  ...sold(
    "Tinderbox Instruments",
    "piece",
    ["Receipt printer", "TB-RP80", 228],
    ["Label printer", "TB-LP4", 312],
    ["Handheld scanner", "TB-SC2", 187.5],
    ["Temperature probe", "TB-TP1", 24.8],
    ["Cold storage monitor", "TB-CSM", 1_960],
    ["Industrial gateway", "TB-GW9", 4_850],
  ),
];

export const supplies: readonly Product[] = sold(
  "Paperwren",
  "pack",
  ["Receipt rolls, 50", "PW-RR50", 38.4],
  ["Labels, 1,000", "PW-LB1K", 17.25],
  ["Copy paper, 2,500 sheets", "PW-CP25", 21.9],
  ["Toner, black", "PW-TN-K", 94],
  ["Cleaning kit", "PW-CK", 12.6],
  ["Pens, 20", "PW-PN20", 8.15],
);

export const software: readonly Product[] = [
  ...sold(
    "Cloudberry Software",
    "seat",
    ["Cloudberry Office", "CB-OFF", 11.4],
    ["Cloudberry Office with voice", "CB-OFFV", 19.7],
    ["Cloudberry Shield", "CB-SHD", 3.25],
    ["Cloudberry Backup", "CB-BKP", 5.8],
  ),
  ...sold(
    "Halcyon Apps",
    "seat",
    ["Halcyon Planner", "HA-PLN", 8.9],
    ["Halcyon Ledger", "HA-LDG", 34],
    ["Halcyon Studio", "HA-STU", 61.5],
  ),
  ...sold(
    "Mossbank",
    "licence",
    ["Mossbank Point of Sale", "MB-POS", 79],
    ["Mossbank Warehouse", "MB-WH", 420],
    ["Mossbank Integration Hub", "MB-HUB", 1_150],
  ),
];

export const services: readonly Product[] = sold(
  "Fernhill Services",
  "day",
  ["Installation on site", "FH-INS", 880],
  ["Training, up to eight people", "FH-TRN", 1_240],
  ["Remote support", "FH-SUP", 560],
  ["Security review", "FH-SEC", 1_480],
).map((product) => ({ ...product, isDivisible: true }));

/** Billed by usage: there is no price before the end of the month. */
export const metered: readonly Product[] = [
  ...sold("Nimbus Harbour", "GB*Month", ["Object storage", "NH-OBJ", 0], ["Backup storage", "NH-BAK", 0]),
  ...sold("Nimbus Harbour", "vCPU*Hour", ["Compute, general", "NH-CMP", 0], ["Compute, memory", "NH-MEM", 0]),
  ...sold("Nimbus Harbour", "1,000 requests", ["Message queue", "NH-MSQ", 0]),
];
