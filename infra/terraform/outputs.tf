output "outputs" {
  description = "Topics, state table, names of the functions and the URL of control"
  value       = aws_cloudformation_stack.curfew.outputs
}
