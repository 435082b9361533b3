"""Where the names of points go in a picture, so that none hides another. A box is (left, bottom, right, top), pixels."""
LETTER, LINE_HEIGHT = 7.9, 17  # of a label of 10 points, at most: fonts differ
DISTANCES = (0, 14, 28, 42, 60, 80, 100)  # from a point to its label
DIRECTIONS = ((1, 0), (-1, 0), (1, 1), (1, -1), (-1, 1), (-1, -1), (0, 1), (0, -1))


def around(x, y, reach):
    return (x - reach, y - reach, x + reach, y + reach)


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def within(box, frame):
    return box[0] > frame[0] and box[1] > frame[1] and box[2] < frame[2] and box[3] < frame[3]


def candidates(text, x, y):
    """From the nearest place on."""
    width = LETTER * len(text)
    for distance in DISTANCES:
        for across, up in DIRECTIONS:
            gap = 8 + distance * (1 if up == 0 else 0.5)
            left = x - width / 2 + across * (width / 2 + gap)
            bottom = y - LINE_HEIGHT / 2 + up * (LINE_HEIGHT / 2 + 3 + distance)
            yield (left, bottom, left + width, bottom + LINE_HEIGHT)


def place_labels(points, taken, frame):
    """A box for each (text, x, y), within the frame and free of all others, of the points and of `taken`; right beside
    its point, whatever lies there, where nothing near is free."""
    taken = taken + [around(x, y, 5) for _, x, y in points]
    boxes = []
    for text, x, y in points:
        free = (
            box
            for box in candidates(text, x, y)
            if within(box, frame) and not any(overlap(box, other) for other in taken)
        )
        boxes.append(next(free, next(candidates(text, x, y))))
        taken.append(boxes[-1])
    return boxes
