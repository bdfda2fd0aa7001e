import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const AGE_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Moves every time in the inventories of a folder by one span, as if they had been captured five minutes ago, and the windows
 * of its runbooks by as many days.
 */
export function freshFacts(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.inventory.json'))) {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const { capturedAt } = JSON.parse(text) as { readonly capturedAt: string };
    const span = Date.now() - AGE_MS - Date.parse(capturedAt);
    const moved = text.replace(/"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/g, (_, at: string) =>
      JSON.stringify(new Date(Date.parse(at) + span).toISOString()),
    );
    writeFileSync(file, moved);
    moveWindows(folder, Math.round(span / DAY_MS));
  }
}

function moveWindows(folder: string, days: number): void {
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.failback'))) {
    const file = join(folder, name);
    const moved = readFileSync(file, 'utf8').replace(/(?<=window: )\d{4}-\d\d-\d\d/g, (day) =>
      new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10),
    );
    writeFileSync(file, moved);
  }
}
