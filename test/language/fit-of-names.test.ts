import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitOf } from '../../language-server/src/features/place/fit.ts';

test('a name with marks on its letters fits what was typed, in whichever form either was typed', () => {
  const name = 'Zürich-öst';
  for (const form of [name.normalize('NFC'), name.normalize('NFD')])
    for (const typed of ['zür', 'ZÜR'].flatMap((one) => [one.normalize('NFC'), one.normalize('NFD')]))
      assert.equal(fitOf(form, typed), 0, `${form} and ${typed}`);
  assert.equal(fitOf(name.normalize('NFD'), 'öst'.normalize('NFC')), 1);
  assert.equal(fitOf(name, 'oslo'), undefined);
});
