variable "template" {
  description = "What `curfew template --out` wrote"
  type        = string
}

variable "functions" {
  description = "What `curfew template --code` wrote"
  type        = string
}

variable "bucket" {
  description = "Private bucket of the same region for both"
  type        = string
}

variable "email" {
  description = "Who gets an e-mail about what cannot be said in Slack"
  type        = string
  default     = ""
}

variable "parameters" {
  description = "Further parameters of the template, such as LogRetention or CleanupSubnets"
  type        = map(string)
  default     = {}
}
