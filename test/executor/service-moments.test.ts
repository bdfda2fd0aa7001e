import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from '../../executor/azure/sentinels.ts';
import { Chance } from '../fuzz/random.ts';

test('years that stand for no time are none, however the moment is written', () => {
  for (const year of ['0001', '1601', '1753', '1899'])
    for (const rest of ['-01-01T00:00:00', '-01-01T01:01:01Z', '-01-01T00:00:00.0000000Z'])
      assert.equal(moment(`${year}${rest}`), undefined, `${year}${rest}`);
  for (const none of [undefined, null, '', 'soon', '2026-13-01T00:00:00.0000000Z', '2026-11-23T24:30:00.0000000Z'])
    assert.equal(moment(none), undefined);
});

test('a moment as the service usually writes it is what reading it as a date makes of it', () => {
  const chance = new Chance(20261123);
  const digits = (count: number, below: number) => String(chance.below(below)).padStart(count, '0');
  for (let round = 0; round < 5000; round += 1) {
    const day = `${1895 + chance.below(200)}-${digits(2, 14)}-${digits(2, 33)}`;
    const fraction = String(chance.below(10_000_000)).padStart(7, '0').slice(0, chance.below(8));
    const text = `${day}T${digits(2, 25)}:${digits(2, 61)}:${digits(2, 61)}${fraction === '' ? '' : `.${fraction}`}Z`;
    const date = new Date(text);
    const expected = Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1900 ? undefined : date.toISOString();
    assert.equal(moment(text), expected, text);
  }
});
