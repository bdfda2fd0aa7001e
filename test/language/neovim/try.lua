-- Does in Neovim what a person does, and writes what came of it to standard output as JSON.
local told = {}
local PATIENCE = 30000

local function ask(method)
  local answers = vim.lsp.buf_request_sync(0, method, vim.lsp.util.make_position_params(0, 'utf-16'), PATIENCE) or {}
  for _, answer in pairs(answers) do
    return answer.result or {}
  end
  return {}
end

local function messages()
  return vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }))
end

local function is_told(word)
  return vim.wait(PATIENCE, function()
    return #vim.tbl_filter(function(message) return message:find(word, 1, true) end, messages()) > 0
  end, 20)
end

told.filetype = vim.bo.filetype
told.comment = vim.bo.commentstring
local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)

vim.fn.search('datastore: ds-gold')
vim.api.nvim_set_current_line('  datastore:    ds-nowhere')
told.noticed = is_told('ds-nowhere')
told.errors = messages()

vim.api.nvim_set_current_line('  datastore:    ds-gold')
vim.fn.search('ds-gold', 'c', vim.fn.line('.'))
local list = ask('textDocument/completion')
told.completion = vim.tbl_map(function(item) return item.label end, list.items or list)
told.hover = (ask('textDocument/hover').contents or {}).value
told.definition = ask('textDocument/definition')

if vim.lsp.buf.format then
  vim.lsp.buf.format({ timeout_ms = PATIENCE })
else
  vim.lsp.buf.formatting_sync(nil, PATIENCE)
end
told.formatted = vim.deep_equal(lines, vim.api.nvim_buf_get_lines(0, 0, -1, false))
io.stdout:write(vim.fn.json_encode(told))
