import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { languageReference } from '../../language-server/src/vocabulary/language-reference.ts';
import { assertGolden } from '../support/assert-golden.ts';

test('the page about the language says what the grammar says', () => {
  assertGolden(languageReference(), fileURLToPath(new URL('../../docs/language.md', import.meta.url)));
});
