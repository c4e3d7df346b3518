# SPDX-License-Identifier: BlueOak-1.0.0
# Completion of vlink for bash.
_vlink()
{
	local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}

	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		COMPREPLY=($(compgen -W "build run check test new report diff explain \
			dump symbolize manual words --help --version" -- "$word"))
		return
	fi
	case $command in
	build | run | check | test)
		COMPREPLY=($(compgen -W "-o -v --deny --prefix-tree= \
			--source-tree=" -- "$word")
			$(compgen -f -X '!*.@(system|component)' -- "$word")
			$(compgen -d -S / -- "$word")) ;;
	report | diff | explain)
		COMPREPLY=($(compgen -d -- "$word")
			$(compgen -f -X '!*.json' -- "$word")) ;;
	dump | symbolize)
		COMPREPLY=($(compgen -f -X '!*.@(elf|img)' -- "$word")
			$(compgen -d -S / -- "$word")) ;;
	esac
}
complete -o nospace -F _vlink vlink
