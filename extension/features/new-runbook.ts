import * as vscode from 'vscode';
import { registerCommand } from '../infrastructure/register-command.ts';

/** New Runbook: an untitled document with the skeleton of a runbook, its blanks ready to be filled in with Tab. */
export function newRunbook(log: vscode.LogOutputChannel): vscode.Disposable {
  return registerCommand('failback.newRunbook', log, async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'failback', content: '' });
    const editor = await vscode.window.showTextDocument(document);
    await editor.insertSnippet(new vscode.SnippetString(SKELETON));
    return document.uri;
  });
}

const SKELETON = `import "./\${1:site}.site.failback"

/// \${2:Why these machines come home, in a sentence.}
runbook \${3:name} {
  architecture: \${4|modernized,classic|}
  vault: \${5:vault}
  inventory: "\${3:name}.inventory.json"
  change: "\${6:CHG-0000}"

  before reprotect {
    approve "Replicate back over the old machines" { by: \${7:person} }
  }
  before commit {
    hold: 24 h
    backup: within 24 h
    approve "The owner confirms the data" { by: \${7:person} }
  }
}

defaults vm {
  via: \${8:appliance}
  recovery-point: crash-consistent
  location: original
}

vm \${9:machine} {
  os: \${10|windows,linux|} "\${11:Windows Server 2022}"
  datastore: \${12:datastore}
}

wave \${13:first} {
  machines: \${9:machine}
  before failover {
    approve "The business agrees to the cutover" { by: \${7:person} }
  }
}
$0`;
