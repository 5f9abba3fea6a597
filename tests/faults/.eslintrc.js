module.exports = require('../../eslint.cjs')(__dirname);
