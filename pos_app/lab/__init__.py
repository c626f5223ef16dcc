"""The voucher lab: codes drawn, spoilt by named physical causes, and read by whoever claims to read them.

picture, drawing    one code as light, with its place; codes drawn on a screen
specimens           texts of every kind and state of code
surface, pose, light, camera    the physical factors, each a value with its unit
degrade             factors by name, in the order in which the world applies them
counter, clip       phones and papers held over a counter: stills by category, clips of a moving hand
contest             who reads: a name and a callable; engines as they come from their makers
truth, score        photographs with their truth, and what counts as read
measure, tally      rates and times, all contestants on the same pictures in the same run
plot, report        curves and heat maps, as pictures and as one page
"""
