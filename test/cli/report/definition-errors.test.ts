import { describe, expect, it } from 'vitest';
import {
  renderDefinitionErrors,
  renderDefinitionWarnings,
} from '../../../lib/cli/report/definition-errors.ts';
import { problem } from '../terminal/builders.ts';

describe('renderDefinitionErrors', () => {
  it('gives place, message and hint of each problem', () => {
    const problems = [problem(), problem({ line: 7, column: 1, message: 'no source', hint: null })];

    expect(renderDefinitionErrors(problems)).toBe(
      [
        'images.yaml:3:5: "sorce" is not a key of an image',
        '  hint: write source',
        'images.yaml:7:1: no source',
        '',
      ].join('\n'),
    );
  });

  it('says nothing of no problems', () => {
    expect(renderDefinitionErrors([])).toBe('');
  });

  it('lets no control character of the file through', () => {
    const text = renderDefinitionErrors([problem({ message: 'a\u001b[2Jb', hint: 'c\nd' })]);

    expect(text).toBe('images.yaml:3:5: a\\u001b[2Jb\n  hint: c\\u000ad\n');
  });
});

describe('renderDefinitionWarnings', () => {
  it('says that each is a warning', () => {
    const problems = [problem({ message: 'named twice', hint: 'remove one' })];

    expect(renderDefinitionWarnings(problems)).toBe(
      'images.yaml:3:5: warning: named twice\n  hint: remove one\n',
    );
  });
});
