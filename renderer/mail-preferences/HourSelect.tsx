import { formatHour } from "#renderer/kit/format-time.ts";
import { Select } from "#renderer/kit/Select.tsx";

const hours = Array.from({ length: 24 }, (_, hourOfDay) => ({ id: String(hourOfDay), name: formatHour(hourOfDay) }));

interface HourSelectProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (hourOfDay: number) => void;
}

export const HourSelect = ({ label, value, onChange }: HourSelectProps) => (
  <Select label={label} choices={hours} value={String(value)} onChange={(id) => onChange(Number(id))} />
);
