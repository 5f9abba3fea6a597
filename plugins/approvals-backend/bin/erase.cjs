#!/usr/bin/env node
// Erases a text of the history from the command line: see src/erase.ts.
require('./run.cjs').run('erase', 'eraseCommand');
