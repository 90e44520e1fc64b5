import { Command, Option } from 'commander';
import type { TemplateOptions } from '../deploy/show-template.ts';

const help = `
Prints the CloudFormation template that curfew deploy uses, with the rights that the definition needs: for Terraform
(aws_cloudformation_stack), StackSets, pipelines and the console. No AWS account is needed. The template asks for the bucket and the
key of the functions' code: --code writes that archive, to be uploaded under the key that the template has as its default.

The stack owns the definition: curfew apply is refused, and the next deployment of the stack changes it. With --owner cli people
change it with curfew apply.

Examples:
  curfew template mine.yaml --out template.json --code functions.zip
  curfew template mine.yaml | jq '.Resources | length'
  curfew template mine.yaml --owner cli`;

export const templateCommand = (): Command =>
  new Command('template')
    .description('print the CloudFormation template of an environment')
    .argument('<definition>', 'name of an environment, or path of a file')
    .option('--out <file>', 'write the template to a file')
    .option('--code <file>', "write the archive with the functions' code, too")
    .option('--force', 'overwrite existing files')
    .addOption(
      new Option('--owner <owner>', 'who changes the definition: the stack, or people with curfew apply')
        .choices(['stack', 'cli'])
        .default('stack'),
    )
    .option('--json', 'with --out: print what was written, and the key of the code, as one JSON object')
    .addHelpText('after', help)
    .action(async (name: string, options: TemplateOptions) => {
      const { showTemplate } = await import('../deploy/show-template.ts');
      showTemplate(name, options);
    });
