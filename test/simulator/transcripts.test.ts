import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { judgeLater } from '../support/conformance.ts';
import { ClassicDriver } from './classic-driver.ts';
import { Driver } from './driver.ts';
import { play, readTranscript } from './transcript.ts';

const here = dirname(fileURLToPath(import.meta.url));

for (const file of readdirSync(join(here, 'transcripts'))) {
  test(`the simulator behaves as '${file}' says`, async () => {
    const path = join(here, 'transcripts', file);
    const text = readFileSync(path, 'utf8');
    const transcript = readTranscript(text);
    const fixture = `${transcript.inventory}.inventory.json`;
    const inventory = parseInventory(readFileSync(join(here, 'fixtures', fixture), 'utf8'), fixture);
    const { seed, knobs, faults } = transcript;
    const simulator = await startSimulator({ inventory, speed: 'advance', seed, knobs, faults });
    try {
      const driver = new Driver(simulator, inventory);
      const played = await play(transcript, driver, new ClassicDriver(driver, inventory));
      if (process.env.UPDATE !== undefined) writeFileSync(path, played);
      else assert.equal(played, text);
    } finally {
      judgeLater(simulator);
      await simulator.close();
    }
  });
}
