const DAY_MS = 86_400_000;
/** Facts older than some hours prove nothing, so those of a copy were captured just now, as far as it says. */
const AGE_MS = 5 * 60_000;

/** A file of an example: its inventory, a site or a runbook. */
export interface ExampleFile {
  readonly name: string;
  readonly text: string;
}

/** The files of an example with their times moved to the day on which somebody tries it. Pure. */
export function asOfNow(example: string, files: readonly ExampleFile[], now: Date): readonly ExampleFile[] {
  const inventory = files.find(({ name }) => name.endsWith('.inventory.json'));
  if (inventory === undefined) throw new Error(`The example ${example} has no inventory.`);
  const shift = shiftTo(inventory.text, new Date(now.getTime() - AGE_MS));
  return files.map(({ name, text }) => ({ name, text: movedBy(shift, { name, text }) }));
}

/** How far the times of an example are moved, so that its facts are as old as somebody wants them now. */
export interface Shift {
  readonly milliseconds: number;
  readonly days: number;
}

/** From the moment at which an inventory was captured to another one. Pure. */
export function shiftTo(inventory: string, capturedAt: Date): Shift {
  const was = JSON.parse(inventory) as { readonly capturedAt: string };
  const milliseconds = capturedAt.getTime() - Date.parse(was.capturedAt);
  return { milliseconds, days: Math.round(milliseconds / DAY_MS) };
}

/** The text of a file of an example with its times moved. Pure. */
export function movedBy(shift: Shift, { name, text }: ExampleFile): string {
  return name.endsWith('.json') ? inventoryMoved(text, shift) : runbookMoved(text, shift);
}

/** Every moment is moved alike, so that none is older beside the others than it was. */
function inventoryMoved(inventory: string, { milliseconds }: Shift): string {
  return inventory.replace(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (_, at: string) =>
    JSON.stringify(new Date(Date.parse(at) + milliseconds).toISOString()),
  );
}

/** Windows, the freeze and the ends of what is accepted are moved by whole days. */
function runbookMoved(runbook: string, { days }: Shift): string {
  return runbook.replace(/(?<=\b(?:window|freeze|until): )\d{4}-\d\d-\d\d/g, (day) =>
    new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10),
  );
}
