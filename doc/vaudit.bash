# SPDX-License-Identifier: BlueOak-1.0.0
# Completion of vaudit for bash.
_vaudit()
{
	local word=${COMP_WORDS[COMP_CWORD]}

	COMPREPLY=($(compgen -W "--live --help --version" -- "$word")
		$(compgen -f -X '!*.@(elf|img|json)' -- "$word")
		$(compgen -d -S / -- "$word"))
}
complete -o nospace -F _vaudit vaudit
