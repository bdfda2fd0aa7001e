import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { answerBoxes } from '../support/answers.ts';
import { errorsOf, openVariant } from '../support/runbooks.ts';
import { serverProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

/** As many as the extension puts up with in a row, and one more. */
const TOO_MANY = 5;

describe('a language server that is killed', () => {
  let boxes: ReturnType<typeof answerBoxes>;
  let uri: vscode.Uri;
  let marks = 0;
  let watching: vscode.Disposable;

  before(async function () {
    // Processes are found where the kernel lists them.
    if (process.platform !== 'linux') this.skip();
    boxes = answerBoxes({ showErrorMessage: ({ items }) => (items.includes('Restart') ? 'Restart' : undefined) });
    watching = vscode.languages.onDidChangeDiagnostics(() => {
      if (uri !== undefined && isMarked(uri)) marks += 1;
    });
    ({ uri } = await openVariant('killed.failback', (text) => text.replace('via: asr-app-01', 'via: asr-app-09')));
    await until('an error at the unknown appliance', () => isJudged(uri));
  });

  after(() => {
    boxes?.restore();
    watching?.dispose();
  });

  it('is started again, says so, and its problems come back', async () => {
    const first = await kill();
    await until('a warning', () => told('showWarningMessage').some(({ text }) => text.includes('was started again')));
    await until('the problems', () => isJudged(uri) && !isMarked(uri));
    assert.ok(marks > 0, 'in between the file said that nobody checks it');
    assert.notEqual(serverProcess(), first);
  });

  it('is given up after too many times, says so, and starts when it is told to', async () => {
    for (let kills = 1; kills < TOO_MANY; kills += 1) {
      await until('the problems', () => isJudged(uri) && !isMarked(uri));
      await kill();
    }
    const error = await until('an error', () =>
      told('showErrorMessage').find(({ items }) => items.includes('Restart')),
    );
    assert.match(error.text, /ended 5 times within 3 minutes, so it is not started again/);
    assert.deepEqual(error.items, ['Restart', 'Show Log']);
    await until('the problems', () => isJudged(uri) && !isMarked(uri));
  });

  const told = (method: string) => boxes.asked.filter((asked) => asked.method === method);
});

const isJudged = (uri: vscode.Uri): boolean => errorsOf(uri).some(({ message }) => message.includes('asr-app-09'));

const isMarked = (uri: vscode.Uri): boolean =>
  vscode.languages.getDiagnostics(uri).some(({ code }) => code === 'not-checked');

async function kill(): Promise<number> {
  const id = await until('a server', serverProcess);
  process.kill(id, 'SIGKILL');
  await until('its end', () => serverProcess() !== id);
  return id;
}
