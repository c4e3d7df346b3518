# SPDX-License-Identifier: BlueOak-1.0.0
#
# Whether a picture that graphviz drew (SVG) can be read: every text lies in the
# picture, those of a box in the box; boxes do not overlap, nor do the labels of
# arrows overlap a box or each other. Prints what is wrong, then what it saw:
# "boxes N labels N". A letter is taken to be 0.55 of the font's size wide.
function attribute(name,   rest)
{
	if (!match($0, " " name "=\"[^\"]*\""))
		return ""
	rest = substr($0, RSTART, RLENGTH)
	sub(/^[^"]*"/, "", rest)
	sub(/"$/, "", rest)
	return rest
}

function wrong(text)
{
	print text
	bad = 1
}

# The box around all points of a path.
function box_of(path, into,   numbers, n, i)
{
	gsub(/[MC ]/, ",", path)
	gsub(/,,+/, ",", path)
	sub(/^,/, "", path)
	n = split(path, numbers, ",")
	left[into] = right[into] = numbers[1] + 0
	top[into] = bottom[into] = numbers[2] + 0
	for (i = 3; i < n; i += 2) {
		if (numbers[i] + 0 < left[into]) left[into] = numbers[i] + 0
		if (numbers[i] + 0 > right[into]) right[into] = numbers[i] + 0
		if (numbers[i + 1] + 0 < top[into]) top[into] = numbers[i + 1] + 0
		if (numbers[i + 1] + 0 > bottom[into])
			bottom[into] = numbers[i + 1] + 0
	}
}

function overlap(a, b)
{
	return left[a] < right[b] && left[b] < right[a] &&
		top[a] < bottom[b] && top[b] < bottom[a]
}

# The part of a text that must not be covered: the middle of its letters.
function text_box(into,   text, size, x, width)
{
	text = $0
	gsub(/<[^>]*>/, "", text)
	gsub(/&#[0-9]*;/, "-", text)
	size = attribute("font-size") + 0
	x = attribute("x") + 0
	width = length(text) * size * 0.55
	if (attribute("text-anchor") == "middle")
		x -= width / 2
	left[into] = x
	right[into] = x + width
	bottom[into] = attribute("y") + 0
	top[into] = bottom[into] - size * 0.6
	name[into] = text
}

/^<svg width/ { width = attribute("width"); sub(/pt/, "", width) }
/viewBox=/ { split(attribute("viewBox"), view, " ") }
/translate\(/ {
	match($0, /translate\([^)]*\)/)
	split(substr($0, RSTART + 10, RLENGTH - 11), move, " ")
}
/class="node"/ { kind = "node" }
/class="edge"/ { kind = "edge" }
/class="cluster"/ { kind = "cluster" }
/^<path/ && kind == "node" { box_of(attribute("d"), "box" ++boxes) }
/^<text/ {
	if (kind == "edge")
		text_box("label" ++labels)
	else
		text_box("text" ++texts)
	if (kind == "node")
		inside["text" texts] = "box" boxes
}
END {
	for (i = 1; i <= boxes; i++)
		for (j = i + 1; j <= boxes; j++)
			if (overlap("box" i, "box" j))
				wrong("boxes " i " and " j " overlap")
	for (i = 1; i <= labels; i++) {
		for (j = 1; j <= boxes; j++)
			if (overlap("label" i, "box" j))
				wrong("a box covers " name["label" i])
		for (j = i + 1; j <= labels; j++)
			if (overlap("label" i, "label" j))
				wrong(name["label" i] " covers " name["label" j])
	}
	for (t in inside) {
		b = inside[t]
		if (left[t] < left[b] - 1 || right[t] > right[b] + 1 ||
		    top[t] < top[b] - 1 || bottom[t] > bottom[b] + 1)
			wrong(name[t] " leaves its box")
	}
	for (t in name)
		if (left[t] + move[1] < view[1] ||
		    right[t] + move[1] > view[1] + view[3] ||
		    top[t] + move[2] < view[2] ||
		    bottom[t] + move[2] > view[2] + view[4])
			wrong(name[t] " leaves the picture")
	print "boxes " boxes " labels " labels
	exit bad
}
