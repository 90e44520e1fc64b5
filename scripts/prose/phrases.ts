// Phrases that this project does not use, and what to write instead. Each pattern is tried on one sentence at a time, with its
// line breaks as spaces. `example` is a sentence that the pattern must find: a test checks that.

type Phrase = { readonly pattern: RegExp; readonly instead: string; readonly example: string };

const phrase = (pattern: RegExp, instead: string, example: string): Phrase => ({ pattern, instead, example });

export const phrases: readonly Phrase[] = [
  phrase(/\basked (for )?is\b|\b(is|are|was|were|be) asked for\b/i, '"requested"', 'A stop of staging is asked for.'),
  phrase(/\b(nobody|no one|nothing|none) but\b/i, '"only"', 'It asks nobody but a person.'),
  phrase(/\b(go|goes|went|going) on\b/i, '"continue", "skip", "in progress"', 'The run goes on in the cloud.'),
  phrase(/\byou (have )?left\b/i, '"Stopped watching."', 'You have left; the run continues.'),
  phrase(
    /\b(whoever|whatever|whosoever|whomever|wherever)\b/i,
    'the person or thing',
    'The reason, for whoever wonders.',
  ),
  phrase(/\bcalled (like|otherwise|so|thus)\b/i, '"named"', 'Only what is called like this.'),
  phrase(/\bleft as (they|it) (are|is|was|were)\b/i, '"unchanged"', '1 left as they are.'),
  phrase(/\bwhat is (wanted|there|foreign)\b|^what is due\b/i, 'the noun', 'What is wanted and what is there.'),
  phrase(/\b(give|gives|gave|given|giving)( \w+)? back\b/i, '"restore", "release"', 'It cannot simply be given back.'),
  phrase(/\b(is|are|was|were|be|been) (said|told)\b/i, '"reported"', 'There, and only there, is said that it failed.'),
  phrase(/\b(for life|for good)\b/i, '"permanently", "immutable"', 'Decided for life.'),
  phrase(/\bforeign\b/i, '"untrusted", "external"', 'Foreign input.'),
  phrase(/\b(wake|wakes|woke|woken|waking)\b/i, '"start", "page", "on-call"', 'Who is to be woken.'),
  phrase(/\bmend(s|ed|ing)?\b/i, '"fix"', 'A person has to mend the database.'),
  phrase(/\b(got|get|gets) through\b/i, '"succeeded"', 'Nothing got through.'),
  phrase(
    /\bhas said yet\b|\bwhat (it|they) should be\b/i,
    '"desired state"',
    'Nothing has said yet what it should be.',
  ),
  phrase(/\bwonders?\b/i, 'say who reads it', 'Why, for people who wonder.'),
  phrase(/\b(take|takes|taken|took)( \w+)? away\b/i, '"remove"', 'It takes something away.'),
  phrase(/\bsuch as (is|are)\b/i, '"those that"', 'Such as are stopped.'),
  phrase(/\b(of|by) (ours|yours|mine|theirs)\b/i, '"your", "its"', 'A name of yours.'),
  phrase(
    /\b(anew|amiss|lest|thereof|therein|hence|thus|whom|hitherto|alas)\b/i,
    'a plain word',
    'The topic is made anew.',
  ),
  phrase(/\ball the same\b/i, '"anyway", "still"', 'It is posted all the same.'),
  phrase(/\bbesides\b/i, '"also", "in addition"', 'It has a policy besides.'),
  phrase(/\bin vain\b/i, '"failed"', 'Starts in vain.'),
  phrase(/\bpassing reason\b/i, '"temporary reason"', 'It failed for a passing reason.'),
  phrase(/\btried again\b/i, '"retried"', 'It is tried again at noon.'),
  phrase(/\bhears?\b/i, '"receives", "gets"', 'Slack hears of it.'),
  phrase(/\b(tells?|told)\b/i, '"reports", "shows"', 'The report tells which resource failed.'),
  phrase(/\b(comes?|came) round\b/i, '"returns"', 'A copy comes round to its sender.'),
  phrase(/\b(taken|took) down\b/i, '"stopped"', 'What a stop had taken down.'),
];
