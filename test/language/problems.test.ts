import { describe, test } from 'node:test';
import type { TextProblem } from '../../language-server/src/load-runbook.ts';
import { assertDrawn, type DrawnDiagnostic, readCaretFixture } from '../support/caret-fixture.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { fileOf, loadTexts } from '../support/load-texts.ts';

/** Each fixture draws exactly the problems of its text. */
describe('problems of the text', () => {
  for (const { name, path, text } of fixtureFiles(import.meta.url, 'problems', '.failback')) {
    test(name, async () => {
      const fixture = readCaretFixture(text, name);
      const { problems } = await loadTexts(fixture.files);
      assertDrawn(fixture, problems.map(drawn), path);
    });
  }
});

function drawn({ at, severity, code, message }: TextProblem): DrawnDiagnostic {
  const to = at.end.line === at.start.line ? at.end.character : at.start.character + 1;
  return { file: fileOf(at.uri), line: at.start.line, from: at.start.character, to, severity, code, message };
}
