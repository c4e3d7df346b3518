" SPDX-License-Identifier: BlueOak-1.0.0
" Vim syntax for Vesper's interface language. Put it into ~/.vim/syntax and, for
" files *.idl, into an ftdetect file:
"	autocmd BufRead,BufNewFile *.idl setlocal filetype=idl noexpandtab
if exists("b:current_syntax")
	finish
endif
syntax keyword idlStructure library import const type enum bits error struct union interface extends
syntax keyword idlModifier strict flexible resource in out inout own borrow copy oneway notify reserved
syntax keyword idlType u8 u16 u32 u64 i8 i16 i32 i64 bool string vec buffer cap
syntax keyword idlRight READ WRITE EXEC CALL SIGNAL WAIT SHARE CONTROL
syntax match idlAttribute "@\w\+"
syntax match idlNumber "\<\(0x[0-9a-fA-F_]\+\|0b[01_]\+\|[0-9][0-9_]*\)\>"
syntax region idlString start=/"/ skip=/\\./ end=/"/ oneline
syntax match idlComment "//.*$" contains=@Spell
syntax match idlDoc "///\([^/].*\)\?$" contains=@Spell
syntax region idlComment start="/\*" end="\*/" contains=@Spell
highlight default link idlStructure Structure
highlight default link idlModifier StorageClass
highlight default link idlType Type
highlight default link idlRight Constant
highlight default link idlAttribute PreProc
highlight default link idlNumber Number
highlight default link idlString String
highlight default link idlComment Comment
highlight default link idlDoc SpecialComment
let b:current_syntax = "idl"
