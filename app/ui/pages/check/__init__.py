"""The page 核查: what is doubtful in the register, and who stands there twice."""
