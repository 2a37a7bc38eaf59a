# For fingers that type make: every target is the chore of the same name (./x help).
.PHONY: demo page build screenshots test tidy bench fuzz
demo page build screenshots test tidy fuzz:
	./x $@
bench:
	./x bench fold
