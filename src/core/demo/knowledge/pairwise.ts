import type { Knowledge } from './spec.ts';

/** The texts that examples/pairwise.bench.yaml asks for. */
export const pairwise: readonly Knowledge[] = [
  {
    topic: 'writing',
    cue: 'opening hours change',
    hardness: 0.66,
    right: [
      'From 1 March we open at 9 instead of 10, and close at 6 as before. Thank you for planning with us!',
      'Please note: from 1 March the shop opens an hour earlier, at 9. We close at 6 as always.',
    ],
    wrong: [
      'We hereby inform you that, subject to the customary reservations, the opening hours shall be modified with effect from 1 March.',
      'Hours are changing soon!!! Check the door!!!',
    ],
  },
  {
    topic: 'writing',
    cue: 'explain what a cache is',
    hardness: 0.6,
    right: [
      'A cache keeps what you used last close at hand, so that you need not fetch it again: like the jar on the kitchen counter.',
      'It is a small shelf within reach for what you need often. The cellar holds more, but takes a walk.',
    ],
    wrong: [
      'A cache is a hardware or software component that stores data so that future requests for that data can be served faster.',
      'It is a type of memory with tags, sets and lines.',
    ],
  },
  {
    topic: 'writing',
    cue: 'turn down an applicant',
    hardness: 0.74,
    right: [
      'Thank you for the time you took and for a good talk. We have chosen someone with more years in logistics, and I am sorry to disappoint you.',
      'I am sorry that this time we chose another applicant. Your questions were the best we heard: please write again in spring.',
    ],
    wrong: ['You were not selected. We will delete your data.', 'Unfortunately no! Better luck next time!'],
  },
  {
    topic: 'writing',
    cue: 'commit message',
    hardness: 0.7,
    right: [
      'Retry uploads after a lost connection\n\nA dropped network failed the whole batch; now only the open file is sent again.',
      'Send only the open file again when the network drops\n\nUntil now the whole batch was lost.',
    ],
    wrong: ['Fixed stuff', 'Updated upload.ts and changed the function so that it has a loop with a try and a catch in it'],
  },
  {
    topic: 'writing',
    cue: 'invite the neighbours',
    hardness: 0.5,
    right: [
      'We are glad to be your new neighbours! Please come by on Saturday from four: there is cake, and room for children.',
      'Cake at ours on Saturday at four? We have just moved in and would be happy to meet you.',
    ],
    wrong: [
      'Party. Saturday. Be there.',
      'You are invited to an event on Saturday, the details of which will follow in due course.',
    ],
  },
  {
    topic: 'writing',
    cue: 'one sentence on the back of a book',
    hardness: 0.78,
    right: [
      'A lighthouse keeper finds a letter addressed to him, posted the day after his own funeral.',
      'The letter was posted on Friday; the keeper of the light had been buried on Thursday.',
    ],
    wrong: [
      'This is a really gripping novel full of suspense and surprises for everyone!',
      'It is about a lighthouse and a letter.',
    ],
  },
];
