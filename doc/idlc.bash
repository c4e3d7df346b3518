# SPDX-License-Identifier: BlueOak-1.0.0
# Completion of idlc for bash.
_idlc()
{
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}

	# The shell makes a word of its own of each '='.
	if [ "$word" = = ]; then
		word=
	elif [ "$before" = = ]; then
		before=${COMP_WORDS[COMP_CWORD-2]}
	fi
	case $before in
	--emit)
		COMPREPLY=($(compgen -W "c doubles fuzz json markdown trace \
			dot" -- "$word")) ;;
	--dump)
		COMPREPLY=($(compgen -W "tokens ast model layout" -- \
			"$word")) ;;
	-I)
		COMPREPLY=($(compgen -d -S / -- "$word")) ;;
	*)
		COMPREPLY=($(compgen -W "-I -o -MF --emit= --dump= --format \
			--lint --check-compat= --explain= --max-errors= \
			--json-diagnostics --version --help" -- "$word")
			$(compgen -f -X '!*.idl' -- "$word")
			$(compgen -d -S / -- "$word")) ;;
	esac
}
complete -o nospace -F _idlc idlc
