import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseInventory } from '../../core/inventory/parse-inventory.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { ClassicDriver } from './classic-driver.ts';
import { Driver } from './driver.ts';
import { captureSimulatedSite } from './site-capture.ts';

const fixture = fileURLToPath(new URL('fixtures/classic-estate.inventory.json', import.meta.url));
const inventory = parseInventory(readFileSync(fixture, 'utf8'), fixture);

test('a classic machine without its old one is made anew on the host of its master target', async () => {
  const simulator = await startSimulator({ inventory, speed: 'advance', knobs: { unnamedJobShare: 0 } });
  const driver = new Driver(simulator, inventory);
  const onSite = async (name: string) => {
    const { siteMachines } = await captureSimulatedSite(simulator, inventory);
    const found = siteMachines?.find((machine) => machine.name === name);
    return found === undefined ? undefined : { host: found.host, power: found.powerState, on: found.datastores };
  };
  try {
    // The physical server never stood there; the twin's namesake is deleted by somebody.
    assert.equal(await onSite('press'), undefined);
    assert.deepEqual(await onSite('twin'), { host: 'esx-01', power: 'poweredOff', on: ['ds-gold'] });
    await new ClassicDriver(driver, inventory).byHand('delete-site-machine', 'twin');
    assert.equal(await onSite('twin'), undefined);

    for (const name of ['press', 'twin']) await driver.post('reprotect', name, { datastoreName: 'ds-silver' });
    simulator.advance(20 * 60);
    assert.deepEqual(await onSite('press'), { host: 'esx-01', power: 'poweredOff', on: ['ds-silver'] });
    assert.deepEqual(await onSite('twin'), { host: 'esx-01', power: 'poweredOff', on: ['ds-silver'] });

    simulator.advance(12 * 3600);
    for (const name of ['press', 'twin']) await driver.post('failover', name, {});
    simulator.advance(30 * 60);
    assert.deepEqual(await onSite('press'), { host: 'esx-01', power: 'poweredOn', on: ['ds-silver'] });
    assert.deepEqual(await onSite('twin'), { host: 'esx-01', power: 'poweredOn', on: ['ds-silver'] });
  } finally {
    await simulator.close();
  }
});
