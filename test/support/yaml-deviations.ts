/**
 * Cases of the public YAML test suite in which a reader of manifests does not do what the suite wants, each with its reason. A case that
 * is listed and agrees fails the test: the table says what is, not what was.
 */
export interface Deviation {
  readonly reason: string;
  readonly cases: readonly string[];
}

/** Where our reader and the suite's expectation differ. */
export const fromSuite: readonly Deviation[] = [
  {
    reason: "no API has application tags: a document with one is reported (RP1001) or known as another tool's (RP1010), never guessed at",
    cases: ['5TYM', '6CK3', '6WLZ', '7FWL', '9WXW', 'C4HZ', 'CC74', 'CUP7', 'P76L', 'UGM3', 'Z67P', 'Z9M4'],
  },
  { reason: 'YAML 1.1 types that JSON does not have (set, binary, omap) are no values of an API', cases: ['2XXW', '565N', 'J7PZ'] },
  {
    reason: 'a mapping needs keys; kubectl refuses empty ones too',
    cases: ['2JQS', '6M2F', 'M2N8/00', 'NHX8', 'NKF9', 'S3PD', 'SM9W/01', 'UKK6/00'],
  },
  {
    reason: 'in a flow mapping a key and its colon stand on one line, or the document is reported (RP1001)',
    cases: ['4MUZ/00', '4MUZ/01', '4MUZ/02', '5MUD', '9SA2', 'K3WX', 'NJ66', 'UT92', 'VJP3/01'],
  },
  { reason: 'a list in a list as a key, which has no name; kubectl refuses it too', cases: ['4FJ6'] },
  { reason: 'the same key twice, by an alias: the first would be lost', cases: ['X38W'] },
  { reason: 'a block scalar without indentation as a whole document is no object', cases: ['DK3J', 'FP8R', 'M7A3', 'W4TN'] },
  { reason: 'an empty tag before a comma, which is read as part of the tag', cases: ['WZ62'] },
  { reason: 'properties on lines of their own before a block mapping', cases: ['9KAX'] },
  { reason: 'empty documents are no objects: they are not counted', cases: ['6XDY', '6ZKB', '9DXL', 'MUS6/02', 'PUW8'] },
  { reason: 'white space between a directive and its document', cases: ['DK95/07'] },
  {
    reason: 'read generously, as Go reads it: what follows a comment sign, an indentation or a directive that the grammar wants otherwise',
    cases: ['9C9N', '9JBA', 'CVW2', 'DK95/01', 'H7TQ', 'MUS6/00', 'MUS6/01', 'QB6E', 'S98Z', 'SF5V', 'SU5Z', 'Y79Y/03'],
  },
  { reason: 'read generously: text behind `...` is the next document', cases: ['3HFZ'] },
  { reason: 'read generously; kubectl refuses it, so that nobody applies it', cases: ['4JVG', 'CXX2', 'H7J7', 'Y79Y/00'] },
];

/** Where our reader and kubectl's differ on a case that stands below a field of an object. */
export const fromKubectl: readonly Deviation[] = [
  {
    reason: 'no API has application tags: such a document is reported, while kubectl drops the tag, or turns !!binary into bytes',
    cases: ['565N', '7FWL', 'CUP7', 'Z67P'],
  },
  { reason: 'the grammar forbids it and so do we; libyaml lets it pass', cases: ['U99R', 'X4QW', 'YJV2'] },
  {
    reason:
      'both read it, otherwise: libyaml has YAML 1.1 rules for "?" and ":" in flow style. The bytes are copied, so that kubectl decides',
    cases: ['4ABK', '652Z', 'HM87/01'],
  },
  { reason: 'a lone non-specific tag is null to us and an empty string to libyaml', cases: ['UKK6/02'] },
  {
    reason: 'kubectl refuses tabs as white space before content; we read them, and hand the bytes on to be refused',
    cases: ['6BCT', '6CA3', '96NN/00', '96NN/01', 'A2M4', 'DK95/00', 'DK95/03', 'DK95/04', 'Q5MG', 'R4YG', 'Y79Y/00', 'Y79Y/01', 'Y79Y/10'],
  },
  {
    reason: 'kubectl refuses keys that are no strings: collections, null. No API has such a key',
    cases: ['9MMW', 'CFD4', 'DFF7', 'FH7J', 'FRK4', 'KK5P', 'LX3P', 'M2N8/01', 'M5DY', 'PW8X', 'Q9WF', 'RZP5', 'SBG9', 'V9D5', 'XW4D'],
  },
  {
    reason: 'kubectl refuses ":" and "?" at the start of a word in flow style, which YAML 1.2 allows',
    cases: ['58MP', '5T43', 'DBG4', 'HM87/00', 'JR7V'],
  },
  { reason: 'kubectl refuses punctuation in anchors', cases: ['2SXE', 'W5VH'] },
  { reason: 'kubectl refuses `\\/`, an escape of JSON; documents in JSON that have it are written anew', cases: ['3UYS'] },
  { reason: 'kubectl refuses it, as the suite wants; we read it generously', cases: ['4JVG', 'H7J7'] },
];
