// Tokens that are recognisable by their form and that the rules of secretlint do not know, or know in part. Every repetition has
// a bound, so that no text, however long and hostile, takes long.

/** By what they begin with, as their vendors document it, and what may follow. */
const prefixed: readonly (readonly [prefix: string, rest: string])[] = [
  ['(?:AKIA|ASIA|ABIA|ACCA|AROA(?=.{0,4}secret))', '[A-Z0-9]{16}'], // AWS
  ['ABSK', '[\\w+/=]{100,300}'], // Amazon Bedrock
  ['(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)', '[\\w+/=%-]{40,4000}'], // sessions of AWS
  ['xox[abceoprs]-', '[\\w.-]{8,300}'], // Slack
  ['xapp-', '[\\w-]{10,300}'],
  ['gh[pousr]_', '\\w{20,255}'], // GitHub
  ['github_pat_', '\\w{20,255}'],
  ['gl(?:pat|dt|rt|soat|cbt|ptt|ft|imt|agent|oas|ffct|rtr)-', '[\\w.=-]{16,300}'], // GitLab
  ['npm_', '\\w{30,60}'],
  ['pypi-', '[\\w-]{40,300}'],
  ['rubygems_', '[0-9a-f]{40,60}'],
  ['(?:sk|rk|pk)_(?:live|test)_', '\\w{10,250}'], // Stripe
  ['whsec_', '[\\w+/=]{16,100}'],
  ['SG\\.', '[\\w-]{16,64}\\.[\\w-]{16,64}'], // SendGrid
  ['key-', '[0-9a-f]{32}\\b'], // Mailgun
  ['SK', '[0-9a-f]{32}\\b'], // Twilio
  ['shp(?:at|ss|ca|pa)_', '[0-9a-fA-F]{32}'], // Shopify
  ['do[opr]_v1_', '[0-9a-f]{40,80}'], // DigitalOcean
  ['hv[sbr]\\.', '[\\w-]{20,300}'], // HashiCorp Vault
  ['\\w{14}\\.atlasv1\\.', '[\\w=-]{40,100}'], // Terraform Cloud
  ['sk-(?:ant|proj|svcacct|admin|or)-', '[\\w-]{16,300}'], // Anthropic, OpenAI
  ['sk-', '[A-Za-z0-9]{40,64}\\b'],
  ['gsk_', '\\w{40,64}'], // Groq
  ['hf_', '[A-Za-z]{30,40}\\b'], // Hugging Face
  ['AIza', '[\\w-]{35}'], // Google
  ['ya29\\.', '[\\w-]{20,500}'],
  ['GOCSPX-', '[\\w-]{20,40}'],
  ['NRAK-', '[A-Z0-9]{20,40}'], // New Relic: its keys of users, of ingestion, of browsers, of licences
  ['NRI[IQ]-', '[\\w-]{20,60}'],
  ['NRJS-', '[0-9a-f]{15,30}'],
  ['NRRA-', '[0-9a-f]{30,60}'],
  ['(?:eu01xx)?[0-9a-fA-F]{30,36}', 'NRAL\\b'],
  ['dd[ap]_', '[A-Za-z0-9]{30,60}'], // Datadog
  ['gl(?:c|sa)_', '[\\w+/=]{30,200}'], // Grafana
  ['sntry[su]_', '[\\w+/=-]{40,300}'], // Sentry
  ['PMAK-', '[0-9a-f]{20,30}-[0-9a-f]{30,40}'], // Postman
  ['HRKU-', '[\\w-]{30,80}'], // Heroku
  ['sq0[a-z]{3}-', '[\\w-]{20,60}'], // Square
  ['EAAA[A-Z]', '[\\w-]{50,100}'],
  ['A[TC][AC]?TT3', '[\\w=-]{40,300}'], // Atlassian
  ['ATBB', '\\w{24,40}'],
  ['pat-(?:na|eu)\\d-', '[0-9a-f-]{36}'], // HubSpot
  ['pscale_(?:tkn|pw|oauth)_', '[\\w=.-]{30,80}'], // PlanetScale
  ['dp\\.(?:pt|st|ct|sa|scim|audit)\\.', '[\\w.-]{30,80}'], // Doppler
  ['FlyV1 fm\\d[ar]?_', '[\\w+/=,-]{40,800}'], // Fly.io
  ['nf[pobcu]_', '\\w{30,60}'], // Netlify
  ['(?:dapi|dkea|dsapi)', '[0-9a-f]{32}(?:-\\d)?'], // Databricks
  ['dckr_(?:pat|oat)_', '[\\w-]{20,60}'], // Docker
  ['fig[dou]r?_', '[\\w-]{36,60}'], // Figma
  ['tskey-[a-z]{2,10}-', '[\\w-]{10,80}'], // Tailscale
  ['lin_(?:api|oauth)_', '\\w{30,70}'], // Linear
  ['(?:ntn|secret)_', '[A-Za-z0-9]{40,60}\\b'], // Notion
  ['ops_eyJ', '[\\w=+/-]{60,1000}'], // 1Password
  ['AGE-SECRET-KEY-1', '[A-Z0-9]{50,60}'],
  ['LTAI', '[A-Za-z0-9]{17,21}\\b'], // Alibaba Cloud
  ['AKID', '[A-Za-z0-9]{32}\\b'], // Tencent Cloud
  ['sbp_', '[0-9a-f]{40}'], // Supabase
  ['sb_secret_', '[\\w-]{20,60}'],
  ['phc?x?_', '[A-Za-z0-9]{40,50}\\b'], // PostHog
  ['rnd_', '[A-Za-z0-9]{28,40}\\b'], // Render
  ['v1\\.0-', '[0-9a-f]{24}-[0-9a-f]{100,200}'], // Cloudflare
  ['(?:live|test)_', '[A-Za-z0-9]{30,40}\\b'], // Mollie
  ['eyJ', '[\\w-]{8,2000}\\.[\\w-]{8,4000}(?:\\.[\\w-]{0,1000})?'], // JSON web tokens
];

/** Without a prefix, but of a form that nothing else has. */
const shaped: readonly string[] = [
  '\\b[\\w~.]{3}\\dQ~[\\w~.-]{31,34}', // Azure, a client's secret
  '\\b\\w{52}AZDO\\w{4}\\b', // Azure DevOps
  '\\b\\w{32,90}(?:ACDb|AIoT|AzFu|ASbE|AzSe)\\w{0,40}={0,2}', // Azure, what identifies itself
  '\\b\\d{8,10}:AA[\\w-]{32,34}\\b', // Telegram
  '\\b[MNO][\\w-]{23,25}\\.[\\w-]{6}\\.[\\w-]{27,38}\\b', // Discord
];

const forms = new RegExp(
  [...prefixed.map(([prefix, rest]) => `(?<![A-Za-z0-9])${prefix}${rest}`), ...shaped].join('|'),
  'g',
);

/** No token is shorter, and few texts have a word of this length. */
const longWord = /[\w.~+/=%-]{13}/;

export const redactTokenForms = (text: string, removed: string): string =>
  longWord.test(text) ? text.replace(forms, removed) : text;
