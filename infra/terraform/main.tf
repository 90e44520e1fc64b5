# Curfew of one environment in a Terraform configuration. The stack owns the definition: `terraform apply` changes it.
# First: npx curfew template mine.yaml --out template.json --code functions.zip

terraform {
  required_version = ">= 1.3"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

locals {
  template = jsondecode(file(var.template))
  key      = local.template.Parameters.ArtifactKey.Default
}

resource "aws_s3_object" "functions" {
  bucket = var.bucket
  key    = local.key
  source = var.functions
  etag   = filemd5(var.functions)
}

# Over 51,200 bytes, some 30 services, CloudFormation reads the template from the bucket.
resource "aws_s3_object" "template" {
  bucket = var.bucket
  key    = "curfew/template-${filesha256(var.template)}.json"
  source = var.template
}

data "aws_s3_bucket" "artifacts" {
  bucket = var.bucket
}

resource "aws_cloudformation_stack" "curfew" {
  name         = "curfew-${local.template.Resources.Definition.Properties.Environment}"
  template_url = "https://${data.aws_s3_bucket.artifacts.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  capabilities = ["CAPABILITY_NAMED_IAM"]

  parameters = merge({
    ArtifactBucket = var.bucket
    ArtifactKey    = aws_s3_object.functions.key
    Email          = var.email
  }, var.parameters)
}
