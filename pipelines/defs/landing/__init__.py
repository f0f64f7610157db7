"""Landing: the folders that agencies fill, and the sensor that watches them."""
