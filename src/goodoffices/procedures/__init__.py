"""Ways to run talks, as generators that wait for nobody: ``steps.py`` has their nouns, ``running.py`` drives them."""
