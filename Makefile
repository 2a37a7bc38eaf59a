# For fingers that type make: every target is the chore of the same name (./x help).
.PHONY: demo test tidy bench fuzz
demo test tidy fuzz:
	./x $@
bench:
	./x bench fold
