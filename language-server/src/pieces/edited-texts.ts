import type { TextDocument } from 'langium';
import type { TextDocumentsConfiguration } from 'vscode-languageserver';
import { EditedText } from './edited-text.ts';

/** Has Langium keep the texts that an editor has open so that a change costs what it changes. */
export const editedTexts: TextDocumentsConfiguration<TextDocument> = {
  create: (uri, languageId, version, content) => EditedText.of(uri, languageId, version, content),
  update: (text, changes, version) => {
    const edited =
      text instanceof EditedText ? text : EditedText.of(text.uri, text.languageId, text.version, text.getText());
    return edited.edited(changes, version);
  },
};
