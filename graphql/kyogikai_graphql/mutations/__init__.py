"""Every command as a mutation: names, inputs, running, payloads, made from the events' declarations."""
